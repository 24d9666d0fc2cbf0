import type { Chance } from '../core/random';
import { createChance } from '../core/random';
import { drawable, glyphHeight, glyphWidth, hasDot } from './font';
import { encodePng } from './png';

/** Size of every generated picture in pixels. */
const pictureSize = { width: 1200, height: 630 } as const;

// Cached, because global look-ups in a sandboxed context cost far more than drawing a pixel.
const { abs, floor, max, min, round } = Math;

type Colour = readonly [number, number, number];

const shades = 200;
const firstShape = shades;
const shapeColours = 6;
const ink = firstShape + shapeColours;
const band = ink + 1;

function fromHue(hue: number, saturation: number, lightness: number): Colour {
  const part = (offset: number): number => {
    const at = (offset + hue / 30) % 12;
    const reach = saturation * min(lightness, 1 - lightness);
    return round(255 * (lightness - reach * max(-1, min(at - 3, 9 - at, 1))));
  };
  return [part(0), part(8), part(4)];
}

function choosePalette(chance: Chance): Colour[] {
  const hue = chance.between(0, 359);
  const far = hue + chance.between(25, 140);
  const palette: Colour[] = [];
  for (let at = 0; at < shades; at++) {
    const share = at / (shades - 1);
    palette.push(fromHue((hue + (far - hue) * share) % 360, 0.45, 0.78 - 0.32 * share));
  }
  for (let at = 0; at < shapeColours; at++)
    palette.push(fromHue((hue + chance.between(0, 200)) % 360, 0.55, 0.35 + 0.09 * at));
  palette.push([255, 255, 255], fromHue(hue, 0.4, 0.16));
  return palette;
}

function paintGradient(pixels: Uint8Array, chance: Chance): void {
  const { width, height } = pictureSize;
  const slope = chance.next() * (shades - 1);
  const across = Float32Array.from({ length: width }, (_, x) => (x / width) * slope);
  for (let y = 0, at = 0; y < height; y++) {
    const down = (y / height) * (shades - 1 - slope);
    for (let x = 0; x < width; x++) pixels[at++] = across[x]! + down;
  }
}

function fill(
  pixels: Uint8Array,
  box: { x: number; y: number; size: number },
  colour: number,
  covers: (dx: number, dy: number) => boolean,
): void {
  const { width, height } = pictureSize;
  const { x, y, size } = box;
  const [top, bottom] = [max(0, y - size), min(height, y + size)];
  const [left, right] = [max(0, x - size), min(width, x + size)];
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++)
      if (covers((column - x) / size, (row - y) / size)) pixels[row * width + column] = colour;
}

const shapes: ((dx: number, dy: number) => boolean)[] = [
  (dx, dy) => dx * dx + dy * dy < 1,
  (dx, dy) => dx * dx + dy * dy < 1 && dx * dx + dy * dy > 0.6,
  (dx, dy) => abs(dx) + abs(dy) < 1,
  (dx, dy) => dy > -0.9 && abs(dx) < (dy + 0.9) / 2,
  (dx, dy) => abs(dx) < 0.8 && abs(dy) < 0.5,
  (dx, dy) => abs(((dx + dy) * 5) % 2) < 0.8 && dx * dx + dy * dy < 0.9,
];

function breakLines(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word.slice(0, most));
  }
  return lines.slice(0, 3);
}

function paintTitle(pixels: Uint8Array, title: string): void {
  const { width, height } = pictureSize;
  const text = drawable(title);
  if (text === '') return;
  const dot = text.length <= 24 ? 7 : text.length <= 60 ? 6 : 5;
  const step = (glyphWidth + 1) * dot;
  const lineHeight = (glyphHeight + 3) * dot;
  const lines = breakLines(text, floor((width - 120) / step));
  const top = height - lines.length * lineHeight - 50;
  pixels.fill(band, (top - 30) * width, height * width);
  lines.forEach((line, lineAt) => {
    [...line].forEach((letter, at) => {
      for (let row = 0; row < glyphHeight * dot; row++)
        for (let column = 0; column < glyphWidth * dot; column++)
          if (hasDot(letter, floor(column / dot), floor(row / dot)))
            pixels[(top + lineAt * lineHeight + row) * width + 60 + at * step + column] = ink;
    });
  });
}

/** Draws the picture for a prompt as PNG bytes; always the same for the same seed, prompt and title. */
export function drawPicture(input: { seed: number | string; prompt: string; title: string }): Buffer {
  const chance = createChance('picture', input.seed, input.prompt, input.title);
  const { width, height } = pictureSize;
  const pixels = new Uint8Array(width * height);
  const palette = choosePalette(chance);
  paintGradient(pixels, chance);
  const count = chance.between(5, 9);
  for (let at = 0; at < count; at++) {
    const box = {
      x: chance.between(0, width),
      y: chance.between(0, height - 120),
      size: chance.between(40, 190),
    };
    fill(pixels, box, firstShape + chance.between(0, shapeColours - 1), chance.pick(shapes));
  }
  paintTitle(pixels, input.title);
  return encodePng({ width, height, pixels, palette });
}
