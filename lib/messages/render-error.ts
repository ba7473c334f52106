/**
 * A message that cannot be rendered whatever is left out: a blank or overlong title, a footer or paragraph that does not
 * fit even alone, a row that does not match its columns, a link that is not http. A bug in the code that built the
 * message, so retrying does not help.
 */
export class RenderError extends Error {
  readonly retryable = false;
  override readonly name = 'RenderError';
}
