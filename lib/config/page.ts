/**
 * The hashes of the style sheets of pages and charts, which are inline so that a page is one request. When a sheet
 * changes, test/infra/page.test.ts shows its new hash.
 */
const STYLES =
  "style-src 'sha256-0I4/65h4891DwcK7arQ9b/tn+TpW4uzNvyGtBmfigpg=' 'sha256-ORZjzrPOxiSOpqu+dOe9tUpizw3b7FNGbG3qdG8NKFM='";

/** Pages may load their own style sheets, pictures, figures and one script, and may not be framed. */
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

export const PAGE_POLICIES = { pages: PAGES.join('; '), data: DATA.join('; ') } as const;
