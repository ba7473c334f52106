import { link, paragraph, type Section } from './message.ts';

/** The absolute address of a file of the public site. */
export function addressOf(siteUrl: string, path: string): string {
  return `${siteUrl.replace(/\/+$/, '')}/${path === 'index.html' ? '' : path}`;
}

/** A link to the page about a message's subject; empty without a site URL. */
export function pageSections(siteUrl: string | null | undefined, path: string): readonly Section[] {
  if (siteUrl == null) return [];
  return [{ ...paragraph(link('More on its page', addressOf(siteUrl, path))), rank: 2 }];
}

/** Permanent path of a day's warnings on the public site. */
export function warningPath(day: string): string {
  return `warnings/${day}.html`;
}
