import { InputError } from '../errors.ts';

/**
 * How many bytes of a byte order mark a text in UTF-8 begins with.
 *
 * @throws InputError for a text in UTF-16, naming the input.
 */
export function byteOrderMark(bytes: Uint8Array, where: string): 0 | 3 {
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new InputError([{ where, what: 'expected UTF-8, found UTF-16: save the file as UTF-8' }]);
  }
  return first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
}
