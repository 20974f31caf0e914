import 'reflect-metadata';
import { bids } from './bids';
import { coldStart } from './cold-start';
import { desk } from './desk';
import { floods } from './flood';
import { reads } from './reads';
import { seal } from './seal';
import { sm2Bench } from './sm2';
import { statistics } from './statistics';
import { trail } from './trail';
import { upload } from './upload';
import { web } from './web';

const BENCHMARKS: Record<string, () => Promise<void>> = { 'cold-start': coldStart, bids, desk, flood: floods, reads, seal, sm2: sm2Bench, statistics, trail, upload, web };

/** `npm run bench -- [name …]`: each benchmark prints ratios against a limit measured in the same run. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !(name in BENCHMARKS));
  if (unknown.length) throw new Error(`no benchmark ${unknown.join(', ')}; there are ${Object.keys(BENCHMARKS).join(', ')}`);
  console.log(`node ${process.version}, ${process.platform} ${process.arch}, medians [range]`);
  for (const [name, run] of Object.entries(BENCHMARKS)) if (names.length === 0 || names.includes(name)) await run();
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
