import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClassifiedFailure } from '../contract/failures';

/** What stands in the place of a secret. */
const HIDDEN = '[hidden]';

/** What is shorter than eight characters, or consists of fewer than twelve letters, may well be an ordinary word. */
const WORD = /^(?:.{0,7}|\p{L}{0,11})$/su;

/** Texts are cut before they are kept, so a piece of a secret is hidden, too, if it has so many characters. */
const PIECE = 12;

/** The characters of a base64 text that depend on these bytes alone, wherever they begin in a longer text. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const whole = Math.floor((bytes.length * 4) / 3);
    return bytes.toString('base64').slice(Math.ceil((before * 4) / 3), whole);
  });
}

/** The forms in which programs write a text into another. */
function formsOf(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inUrl = encodeURIComponent(Buffer.from(secret).toString());
  const hex = Buffer.from(secret).toString('hex');
  const base64 = base64Forms(secret);
  return [
    secret,
    inJson,
    inJson.replaceAll('/', '\\/'),
    inUrl,
    inUrl.replace(/%../g, (code) => code.toLowerCase()),
    new URLSearchParams({ '': secret }).toString().slice(1),
    hex,
    hex.toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

function piecesOf(secrets: readonly string[]): Set<string> {
  const pieces = new Set<string>();
  for (const form of secrets.filter((secret) => !WORD.test(secret)).flatMap(formsOf)) {
    const size = Math.min(PIECE, form.length);
    for (let at = 0; at + size <= form.length; at += 1) pieces.add(form.slice(at, at + size));
  }
  return pieces;
}

/** Makes a function that puts `[hidden]` in the place of these secrets, in whichever usual form a text holds them. */
export function hiding(secrets: readonly string[]): (text: string) => string {
  const pieces = piecesOf(secrets);
  const sizes = [...new Set([...pieces].map(({ length }) => length))];
  if (sizes.length === 0) return (text) => text;

  /** Where the longest piece that begins here ends; `at` itself if none does. */
  const pieceEnd = (text: string, at: number): number =>
    Math.max(at, ...sizes.filter((size) => pieces.has(text.slice(at, at + size))).map((size) => at + size));

  return (text) => {
    let shown = '';
    let done = 0;
    for (let at = 0; at < text.length; at += 1) {
      let end = pieceEnd(text, at);
      if (end === at) continue;
      shown += text.slice(done, at) + HIDDEN;
      // The pieces of one secret overlap.
      for (at += 1; at < end; at += 1) end = Math.max(end, pieceEnd(text, at));
      done = end;
      at = end - 1;
    }
    return shown + text.slice(done);
  };
}

/** The secrets that a worker knows: those of its configuration, and those that its activities open while they run. */
export interface SecretKeeper {
  /** Runs an activity; what it opens is known until it ends. */
  during<T>(activity: () => Promise<T>): Promise<T>;
  /** Notes a secret that the current activity uses. */
  note(secret: string): void;
  /** A failure without any of these secrets, whoever quoted them. */
  hideIn(failure: ClassifiedFailure): ClassifiedFailure;
}

/** Creates the keeper of a process. `configured`: the secrets that it always knows. */
export function createSecretKeeper(configured: readonly string[]): SecretKeeper {
  const opened = new AsyncLocalStorage<Set<string>>();
  const hideConfigured = hiding(configured);
  return {
    during: (activity) => opened.run(new Set(), activity),
    note(secret) {
      opened.getStore()?.add(secret);
    },
    hideIn(failure) {
      const hideOpened = hiding([...(opened.getStore() ?? [])]);
      const hide = (text: string): string => hideOpened(hideConfigured(text));
      return { ...failure, reason: hide(failure.reason), detail: hide(failure.detail) };
    },
  };
}
