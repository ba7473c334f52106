/** A tilting bar. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 11 14 5" stroke="#0072b2" stroke-width="2.6" stroke-linecap="round"/><path d="m8 8 3 6H5z" fill="#d55e00"/></svg>';

/** The same at 16 × 16 pixels, drawn by resvg. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAA80lEQVR4nNWRvwsBYRzGn/cuZrOJUVEsJsMZJf+AhT9BopSBUVH+AAurSUlGZ7VQlJHdcgYpujvfw13nfkU3+dT79nyH5/k+vS+DT/41oD5LguckdHLH3wJqUwGq2oIKARo8n/ouwGrUCQai3gFuRmBJ2yvo5jfOAV5GjrXRK4h48xlgMabvW7qBVSBhM+q8AixGnbFUlcLK6ZgZnlM0OsLQmEdwux9Im1k2r4NJ8TLtkwbHIRsbQoQD7PmnsrwmrWFU3ZWwYO9GKoMYHyFL0gajg2cLWQlpr0oT9mUIioIFSQO3Fq8AC+btOm4tGB1f+A54AEzQYLocc3CmAAAAAElFTkSuQmCC',
  'base64',
);

/**
 * The `favicon.ico` that browsers request when a chart is opened on its own: one picture of 16 × 16 pixels and 32 bits
 * (Microsoft, "Icons", ICONDIR and ICONDIRENTRY).
 */
export function iconFile(): Uint8Array {
  const head = Buffer.from([0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 0, 0, 0, 0, 22, 0, 0, 0]);
  head.writeUInt32LE(PNG.length, 14);
  return Buffer.concat([head, PNG]);
}
