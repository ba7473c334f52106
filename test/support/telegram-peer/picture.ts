import type { UploadedFile } from '../peer/multipart.ts';
import { badRequest, TelegramRefusal } from './refusal.ts';

export type Picture = { readonly bytes: Buffer; readonly width: number; readonly height: number };

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_END = Buffer.from('IEND');

/** Parses a photo. Bot API, sendPhoto: 10 MB, width plus height 10,000, ratio 20. Only PNG, which the bot draws. */
export function readPicture(file: UploadedFile | undefined): Picture {
  if (file === undefined) throw badRequest('there is no photo in the request');
  const { bytes } = file;
  if (bytes.length === 0) throw badRequest('file must be non-empty');
  if (bytes.length > 10 * 1024 * 1024) throw new TelegramRefusal(413, 'Request Entity Too Large');
  if (!bytes.subarray(0, 8).equals(PNG) || !bytes.subarray(-8, -4).equals(PNG_END)) {
    throw badRequest('IMAGE_PROCESS_FAILED');
  }
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const ratio = Math.max(width / height, height / width);
  if (width + height > 10_000 || !(ratio <= 20)) throw badRequest('PHOTO_INVALID_DIMENSIONS');
  return { bytes, width, height };
}
