import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawPicture } from '../../src/simulators/pictures/picture';
import { SAMPLE_STORES } from '../../src/simulators/products';
import { membersOf } from '../../src/simulators/wix/catalog';
import { connectStore, replicateOf, startFast } from './clients';

const instanceId = SAMPLE_STORES[2].instanceId;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulators-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('drafts, posts, media, tokens and pictures survive a restart', async () => {
  const stateFile = join(folder, 'deep', 'state.json');
  const first = await startFast({ stateFile });
  const { call, token } = await connectStore(first, instanceId);
  const { uploadUrl } = (
    await call('POST', '/site-media/v1/files/generate-upload-url', { mimeType: 'image/png', fileName: 'a' })
  ).body;
  const png = new Uint8Array(drawPicture({ seed: 1, prompt: 'x', title: 'x' }));
  const { file } = (await (await fetch(uploadUrl as string, { method: 'PUT', body: png })).json()) as {
    file: { id: string };
  };
  const media = { wixMedia: { image: { id: file.id } } };
  const draft = await call('POST', '/blog/v3/draft-posts', {
    draftPost: { title: 'Kept', memberId: membersOf(instanceId)[0]!.id, media },
  });
  const id = draft.body.draftPost.id as string;
  const { postId } = (await call('POST', `/blog/v3/draft-posts/${id}/publish`, {})).body;
  const prediction = await replicateOf(first).predictions.create({ model: 'a/b', input: { prompt: 'p' } });
  const before = Buffer.from(
    await (await fetch(`${first.url}/replicate-delivery/${prediction.id}/out-0.png`)).arrayBuffer(),
  );
  await first.stop();

  const second = await startFast({ stateFile });
  const again = await connectStore(second, instanceId);
  expect(
    (await again.call('GET', `/blog/v3/draft-posts/${id}`, undefined, token)).body.draftPost.status,
  ).toBe('PUBLISHED');
  expect((await again.call('POST', `/blog/v3/draft-posts/${id}/publish`, {})).body.postId).toBe(postId);
  const { post } = (await again.call('GET', `/blog/v3/posts/${postId}`)).body;
  expect(post.media.wixMedia.image).toMatchObject({ id: file.id, width: 1200 });
  expect((await fetch(post.media.wixMedia.image.url as string)).status).toBe(200);
  const [url] = (await replicateOf(second).predictions.get(prediction.id)).output as string[];
  expect(Buffer.from(await (await fetch(url!)).arrayBuffer()).equals(before)).toBe(true);
  await second.stop();
});

it('a damaged state file is reported, not overwritten', async () => {
  const stateFile = join(folder, 'state.json');
  writeFileSync(stateFile, '{"wix":');
  await expect(startFast({ stateFile })).rejects.toThrow(/state\.json is damaged/);
});
