// Finds a Chromium for whatever looks at the panel: tests, measurements, screenshots.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const PLACES = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** The npm package that ships a Chromium for Linux; used where somebody has installed it. */
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

/** Debian's package; only on machines of the CI, as it changes the system. */
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

/** Where a Chromium is: `CHROMIUM_PATH`, one of this machine, Debian's package, or one of an npm package. Undefined where none can be had. */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named && !existsSync(named)) console.error(`CHROMIUM_PATH names ${named}, which is not there.`);
  if (named) return existsSync(named) ? named : undefined;
  return onPath() ?? fromDebian() ?? (await fromPackage());
}

/** What to say, loudly, where there is none. */
export const NO_BROWSER = [
  'NO BROWSER: nothing of the panel was looked at.',
  `Install Chromium, name one by CHROMIUM_PATH, or install the npm package ${PACKAGE}.`,
].join('\n');

/** How a Chromium is started that sees nothing but this machine. */
export const LAUNCH_ARGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

/** Signs in on a page at an address of the panel, with a key, and waits until it is drawn. */
export async function signIn(page, { url, path = '/', key }) {
  await page.goto(`${url}${path}`);
  await page.locator('input[type="password"]').fill(key);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
}
