import { link, paragraph, type Section } from './message.ts';

/** The address of something on the public page. */
export function addressOf(siteUrl: string, path: string): string {
  return `${siteUrl.replace(/\/+$/, '')}/${path === 'index.html' ? '' : path}`;
}

/** A link to the page of what a message speaks of; nothing where nobody said where the page is. */
export function pageSections(siteUrl: string | null | undefined, path: string): readonly Section[] {
  if (siteUrl == null) return [];
  return [{ ...paragraph(link('More on its page', addressOf(siteUrl, path))), rank: 2 }];
}

/** Where a day's warnings stand on the public page, for ever. */
export function warningPath(day: string): string {
  return `warnings/${day}.html`;
}
