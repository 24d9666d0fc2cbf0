// Finds a Chromium for everything that needs the panel in a browser: tests, benchmarks, screenshots.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const PLACES = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** The npm package that ships a Chromium for Linux; used if installed. */
const PACKAGE = '@sparticuz/chromium';

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const files = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES];
  return files.find((file) => existsSync(file));
}

async function fromPackage() {
  try {
    const { default: chromium } = await import(PACKAGE);
    return await chromium.executablePath();
  } catch {
    return undefined;
  }
}

/** Installs Debian's package; only on CI machines, because it changes the system. */
function fromDebian() {
  if (process.env.CI !== 'true' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ])
    if (spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0)
      return undefined;
  return onPath();
}

/**
 * Path of a Chromium: from `CHROMIUM_PATH`, the system, Debian's package or an npm package. Undefined if there is none.
 */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named && !existsSync(named)) console.error(`CHROMIUM_PATH is set to ${named}, which does not exist.`);
  if (named) return existsSync(named) ? named : undefined;
  return onPath() ?? fromDebian() ?? (await fromPackage());
}

/** Message to print if there is no Chromium. */
export const NO_BROWSER = [
  'NO BROWSER: the panel was not tested.',
  `Install Chromium, set CHROMIUM_PATH, or install the npm package ${PACKAGE}.`,
].join('\n');

/** Arguments that keep Chromium from contacting anything but this machine. */
export const LAUNCH_ARGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

/** Signs in to the panel with a key, and waits until the page is rendered. */
export async function signIn(page, { url, path = '/', key }) {
  await page.goto(`${url}${path}`);
  await page.locator('input[type="password"]').fill(key);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
}
