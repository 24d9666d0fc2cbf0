import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { ConfigError, missingSecrets } from '../../config/config';
import type { Config } from '../../config/config';

/**
 * Seals what must not be readable in the database or its backups (AES-256-GCM). `bound` names the row and its purpose, so that a
 * sealed value copied into another row does not open there.
 */
export interface Sealer {
  seal(text: string, bound: string): Buffer;
  /** Throws where the value was sealed with a key that is not at hand, for another row, or was changed. */
  open(sealed: Buffer, bound: string): string;
}

const VERSION = 1;
const KEY_MARK_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function markOf(key: Buffer): Buffer {
  return createHash('sha256').update('galley key mark').update(key).digest().subarray(0, KEY_MARK_BYTES);
}

/** A sealer over one key, or two while the key is being changed. Layout: version, mark of the key, nonce, tag, text. */
export function createSealer(keys: { key: Buffer; oldKey?: Buffer | undefined }): Sealer {
  const known = [keys.key, ...(keys.oldKey ? [keys.oldKey] : [])];
  return {
    seal(text, bound) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keys.key, nonce);
      cipher.setAAD(Buffer.from(bound));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from([VERSION]), markOf(keys.key), nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed, bound) {
      const mark = sealed.subarray(1, 1 + KEY_MARK_BYTES);
      const key = known.find((candidate) => markOf(candidate).equals(mark));
      if (sealed[0] !== VERSION || !key) throw new Error('sealed with a key that is not at hand');
      const nonceAt = 1 + KEY_MARK_BYTES;
      const tagAt = nonceAt + NONCE_BYTES;
      const textAt = tagAt + TAG_BYTES;
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(nonceAt, tagAt));
      decipher.setAAD(Buffer.from(bound));
      decipher.setAuthTag(sealed.subarray(tagAt, textAt));
      return Buffer.concat([decipher.update(sealed.subarray(textAt)), decipher.final()]).toString('utf8');
    },
  };
}

/** The sealer over the keys of a process. Throws ConfigError where it was given none. */
export function sealerOf(config: Config): Sealer {
  const { key, oldKey } = config.secrets;
  if (!key) throw new ConfigError(missingSecrets(config));
  return createSealer({ key, oldKey });
}
