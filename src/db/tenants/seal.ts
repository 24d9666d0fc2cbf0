import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { ConfigError, missingSecrets } from '../../config/config';
import type { Config } from '../../config/config';

/**
 * Encrypts values that must not be readable in the database or its backups (AES-256-GCM). `bound` names the row and
 * purpose, so that an encrypted value copied to another row cannot be decrypted there.
 */
export interface Sealer {
  seal(text: string, bound: string): Buffer;
  /** Throws if the value was encrypted with an unknown key or for another row, or was modified. */
  open(sealed: Buffer, bound: string): string;
}

const VERSION = 1;
const KEY_MARK_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function markOf(key: Buffer): Buffer {
  return createHash('sha256').update('galley key mark').update(key).digest().subarray(0, KEY_MARK_BYTES);
}

/** Creates a sealer with one key, or two during key rotation. Layout: version, key mark, nonce, tag, ciphertext. */
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
      if (sealed[0] !== VERSION || !key) throw new Error('encrypted with an unknown key');
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

/** Creates the sealer from a process's configuration. Throws ConfigError if no key is configured. */
export function sealerOf(config: Config): Sealer {
  const { key, oldKey } = config.secrets;
  if (!key) throw new ConfigError(missingSecrets(config));
  return createSealer({ key, oldKey });
}
