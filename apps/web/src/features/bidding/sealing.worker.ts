import { sealBidWeb } from '@envelope-web';
import { uploadPiecewise } from './upload';
import type { FromWorker, ToWorker } from './sealing';

/** Hashes, seals and uploads away from the page, so that the page stays quick. Signing stays with the page: the key never comes here. */
let paused: { wait: Promise<void>; go: () => void } | undefined;
const stop = new AbortController();

const tell = (message: FromWorker) => postMessage(message);

function pause(): void {
  let go = () => undefined as void;
  const wait = new Promise<void>((resolve) => (go = resolve));
  paused = { wait, go };
}

async function run({ bid, size }: Extract<ToWorker, { type: 'start' }>): Promise<void> {
  const upload = uploadPiecewise(bid.tender, size, stop.signal, {
    paused: () => paused?.wait,
    progress: (sent) => tell({ type: 'sent', sent }),
    cut: (again, signedOut) => tell({ type: 'cut', again, signedOut }),
  });
  const sealed = await sealBidWeb(bid, upload.take, ({ part, done, size: of }) => tell({ type: 'sealed', part, done, size: of }));
  await upload.finish(sealed.cipherSha256);
  tell({ type: 'done', ...sealed });
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'pause') pause();
  else if (data.type === 'resume') {
    paused?.go();
    paused = undefined;
  } else if (data.type === 'cancel') stop.abort();
  else run(data).catch((error: unknown) => tell({ type: 'failed', message: error instanceof Error ? error.message : String(error), problem: (error as { problem?: unknown }).problem as never }));
});
