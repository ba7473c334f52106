/**
 * The style sheets of pages and of charts, by their hashes: they stand in the files themselves, so that a page is one
 * request. A sheet that changes has another hash; test/infra/page.test.ts says which.
 */
const STYLES =
  "style-src 'sha256-0I4/65h4891DwcK7arQ9b/tn+TpW4uzNvyGtBmfigpg=' 'sha256-ORZjzrPOxiSOpqu+dOe9tUpizw3b7FNGbG3qdG8NKFM='";

/** What pages may load: their own sheets, and pictures, figures and the one script of the page. No page may be framed. */
const PAGES = [
  "default-src 'none'",
  STYLES,
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
];

/** Data and charts load nothing, and any page may embed them. */
const DATA = ["default-src 'none'", STYLES];

/** The content security policies by which the public page is served on AWS. */
export const PAGE_POLICIES = { pages: PAGES.join('; '), data: DATA.join('; ') } as const;
