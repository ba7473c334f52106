/**
 * A message that no leaving-out can make sendable: a blank or too long title, a footer or a paragraph
 * that cannot fit even alone, a row without a cell for each column, a link that is not http. A bug of whoever
 * built the message; the same message fails again.
 */
export class RenderError extends Error {
  readonly retryable = false;
  override readonly name = 'RenderError';
}
