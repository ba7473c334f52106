import { Resvg } from '@resvg/resvg-wasm';

/** RGBA pixels, row by row from the top. */
export type Pixels = { readonly width: number; readonly height: number; readonly rgba: Uint8Array };

/** Reads a PNG. Needs a chart renderer created earlier in the process. */
export function readPixels(png: Uint8Array): Pixels {
  const header = new DataView(png.buffer, png.byteOffset);
  const [width, height] = [header.getUint32(16), header.getUint32(20)];
  const data = Buffer.from(png).toString('base64');
  const image = `<image width="${width}" height="${height}" href="data:image/png;base64,${data}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${image}</svg>`;
  const rendered = new Resvg(svg).render();
  return { width, height, rgba: rendered.pixels };
}

/** The colour of a pixel, "#rrggbb". */
export function colourAt({ width, rgba }: Pixels, x: number, y: number): string {
  const at = (y * width + x) * 4;
  return `#${Buffer.from(rgba.subarray(at, at + 3)).toString('hex')}`;
}

/** How many pixels of a rectangle differ from the paper. */
export function inkedPixels(
  pixels: Pixels,
  paper: string,
  { left, top, right, bottom }: { left: number; top: number; right: number; bottom: number },
): number {
  const { width, rgba } = pixels;
  const [red, green, blue] = Buffer.from(paper.slice(1), 'hex');
  let count = 0;
  for (let y = top; y < bottom; y += 1) {
    for (let at = (y * width + left) * 4; at < (y * width + right) * 4; at += 4) {
      if (rgba[at] !== red || rgba[at + 1] !== green || rgba[at + 2] !== blue) count += 1;
    }
  }
  return count;
}
