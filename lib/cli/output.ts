/** Writes one document: JSON where it was asked for, else the text made of it. */
export function print<T extends object>(
  schema: string,
  document: T,
  json: boolean,
  toText: (document: T) => string,
): void {
  const text = json ? JSON.stringify({ schema: `hashtilt/${schema}@1`, ...document }) : toText(document);
  process.stdout.write(`${text}\n`);
}

/** Tells the operator something beside the document. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
