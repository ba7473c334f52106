import { RenderError } from './render-error.ts';

/** Normalises a URL, encoding spaces, quotes and angle brackets. @throws RenderError unless http or https. */
export function httpHref(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new RenderError('a link needs an http or https address');
  }
  return parsed.href;
}
