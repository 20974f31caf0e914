import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  folder: string;
  remove(): void;
}

/** A disk in memory of so many MiB. Only root may mount one. */
export function mountSmall(mib: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tianping-spec', folder], { stdio: 'pipe' });
  const remove = () => {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, remove };
}

/** Whether this machine lets us mount a disk. */
export const canMount = (() => {
  try {
    mountSmall(1).remove();
    return true;
  } catch {
    return false;
  }
})();

/** What a title says where it does not. */
export const onSmallDisk = `on a disk of its own${canMount ? '' : ' (skipped: only root may mount one)'}`;
