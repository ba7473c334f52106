import { RenderError } from './render-error.ts';

/**
 * The address of a link in its canonical form, in which spaces, quotes and angle brackets are encoded.
 *
 * @throws RenderError when it is no http or https address
 */
export function httpHref(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new RenderError('a link needs an http or https address');
  }
  return parsed.href;
}
