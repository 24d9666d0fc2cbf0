import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultAction } from '../core/fault-types';
import type { Call, Reply } from '../core/http';
import { asObject, asText, json } from '../core/http';
import { pngSize } from '../pictures/png';
import { fieldError, wixError } from './errors';
import type { MediaFile } from './types';

/** Storage for the bytes of media files. */
export interface MediaBytes {
  put(id: string, bytes: Buffer): void;
  get(id: string): Buffer | undefined;
  clear(): void;
}

/** The media files of all stores. */
export interface Media {
  /** Handles `POST …/generate-upload-url`. */
  generateUploadUrl(call: Call, instanceId: string): Reply;
  /** Handles the `PUT` to an upload URL. */
  upload(call: Call): Reply;
  /** Handles `POST …/import`; fetches the URL immediately. */
  importFile(call: Call, instanceId: string): Promise<Reply>;
  /** Handles `GET …/files/:id`. */
  describe(call: Call, instanceId: string): Reply;
  /** Handles the `GET` of a file's bytes. */
  serve(call: Call): Reply;
  find(id: string): MediaFile | undefined;
  urlOf(id: string): string;
  save(): MediaFile[];
  load(files: MediaFile[]): void;
  clear(): void;
}

/** Stores bytes as files in a folder, or in memory if none is given. */
export function createMediaBytes(folder: string | undefined): MediaBytes {
  const memory = new Map<string, Buffer>();
  if (folder === undefined)
    return {
      put: (id, bytes) => void memory.set(id, bytes),
      get: (id) => memory.get(id),
      clear: () => memory.clear(),
    };
  const fileOf = (id: string): string => join(folder, encodeURIComponent(id));
  return {
    put: (id, bytes) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(fileOf(id), bytes, { mode: 0o600 });
    },
    get: (id) => {
      try {
        return readFileSync(fileOf(id));
      } catch {
        return undefined;
      }
    },
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function faultyState(
  { state, readyAfterMs }: FaultAction & { type: 'upload' },
  nowMs: number,
): Pick<MediaFile, 'operationStatus' | 'readyMs'> {
  return {
    operationStatus: state,
    ...(readyAfterMs === undefined ? {} : { readyMs: nowMs + readyAfterMs }),
  };
}

const importTimeoutMs = 20_000;

/** Creates an empty media manager; `changed` is called when persistent state changes. */
export function createMedia(input: {
  bytes: MediaBytes;
  now: () => number;
  baseUrl: () => string;
  changed: () => void;
}): Media {
  const { bytes: kept, now, baseUrl, changed } = input;
  const files = new Map<string, MediaFile>();
  const uploads = new Map<string, { instanceId: string; mimeType: string; displayName: string }>();
  const urlOf = (id: string): string => `${baseUrl()}/wix/media/${id}`;
  const statusOf = ({ operationStatus, readyMs }: MediaFile): MediaFile['operationStatus'] =>
    operationStatus === 'PENDING' && readyMs !== undefined && readyMs <= now() ? 'READY' : operationStatus;
  const view = (file: MediaFile): Record<string, unknown> => {
    const image = {
      id: file.id,
      url: urlOf(file.id),
      height: file.height,
      width: file.width,
      altText: file.displayName,
    };
    return {
      id: file.id,
      displayName: file.displayName,
      url: urlOf(file.id),
      parentFolderId: 'media-root',
      hash: file.id.slice(7, 39),
      sizeInBytes: String(file.sizeInBytes),
      private: false,
      mediaType: 'IMAGE',
      operationStatus: statusOf(file),
      sourceUrl: urlOf(file.id),
      thumbnailUrl: urlOf(file.id),
      media: { image: { image } },
      createdDate: file.createdDate,
      updatedDate: file.createdDate,
    };
  };
  const store = (
    about: { instanceId: string; mimeType: string; displayName: string },
    bytes: Buffer | undefined,
    fault?: FaultAction,
  ): Reply => {
    const isPng = bytes !== undefined && pngSize(bytes) !== undefined;
    const ending =
      isPng || about.mimeType === 'image/png'
        ? 'png'
        : (about.mimeType.split('/')[1] ?? 'bin').replace(/\W.*$/, '');
    const id = `${about.instanceId.slice(0, 6)}_${randomBytes(16).toString('hex')}~mv2.${ending}`;
    const size = bytes ? (pngSize(bytes) ?? { width: 0, height: 0 }) : { width: 0, height: 0 };
    const file: MediaFile = {
      id,
      ...about,
      ...size,
      sizeInBytes: bytes?.length ?? 0,
      createdDate: new Date(now()).toISOString(),
      operationStatus: bytes ? 'READY' : 'FAILED',
      ...(fault?.type === 'upload' ? faultyState(fault, now()) : {}),
    };
    if (bytes) kept.put(id, bytes);
    files.set(id, file);
    changed();
    return json(200, { file: view(file) });
  };
  return {
    urlOf,
    find: (id) => files.get(id),
    generateUploadUrl: (call, instanceId) => {
      const body = asObject(call.json);
      const mimeType = asText(body.mimeType);
      if (!mimeType) return fieldError('mimeType', 'must not be empty', 'REQUIRED_FIELD');
      const displayName = asText(body.fileName) ?? 'upload';
      const key = randomBytes(24).toString('base64url');
      uploads.set(key, { instanceId, mimeType, displayName });
      return json(200, {
        uploadUrl: `${baseUrl()}/wix/upload/${key}?filename=${encodeURIComponent(displayName)}`,
      });
    },
    upload: (call) => {
      const about = uploads.get(call.params.key!);
      if (!about) return wixError(404, 'UPLOAD_URL_NOT_FOUND', 'This upload URL is not known or was used');
      call.note({ instanceId: about.instanceId });
      if (call.raw.length === 0) return wixError(400, 'EMPTY_FILE', 'The uploaded file is empty');
      uploads.delete(call.params.key!);
      return store(about, call.raw, call.fault);
    },
    importFile: async (call, instanceId) => {
      const body = asObject(call.json);
      const url = asText(body.url) ?? '';
      if (!/^https?:\/\//i.test(url)) return fieldError('url', 'must be an http or https address', 'FORMAT');
      const about = {
        instanceId,
        mimeType: asText(body.mimeType) ?? 'image/png',
        displayName: asText(body.displayName) ?? 'import',
      };
      try {
        const signal = AbortSignal.any([call.signal, AbortSignal.timeout(importTimeoutMs)]);
        const answer = await fetch(url, { signal });
        const isImage = answer.ok && (answer.headers.get('content-type') ?? '').startsWith('image/');
        return store(about, isImage ? Buffer.from(await answer.arrayBuffer()) : undefined);
      } catch {
        return store(about, undefined);
      }
    },
    describe: (call, instanceId) => {
      const file = files.get(call.params.id!);
      return file?.instanceId === instanceId
        ? json(200, { file: view(file) })
        : wixError(404, 'FILE_NOT_FOUND', `File ${call.params.id} was not found`);
    },
    serve: (call) => {
      const file = files.get(call.params.id!);
      const bytes = file && kept.get(file.id);
      if (!file || !bytes) return wixError(404, 'FILE_NOT_FOUND', 'This file does not exist');
      const isPng = pngSize(bytes) !== undefined;
      const type = isPng
        ? 'image/png'
        : /^image\/(?:jpeg|webp|gif)$/.test(file.mimeType)
          ? file.mimeType
          : 'application/octet-stream';
      return {
        status: 200,
        headers: { 'content-type': type, 'x-content-type-options': 'nosniff' },
        body: bytes,
      };
    },
    save: () => [...files.values()],
    load: (saved) => {
      for (const file of saved) files.set(file.id, file);
    },
    clear: () => {
      files.clear();
      uploads.clear();
      kept.clear();
      changed();
    },
  };
}
