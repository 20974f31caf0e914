import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Portal, PortalRequest } from '../../../web/src/workspaces/portal/portal';

/** What `npm run build` left of the web: the browser's files, the shell of the workspaces, and the program that writes portal pages. */
export interface Built {
  /** Folder of the browser's files. */
  client: string;
  shell: string;
  assets: PortalRequest['assets'];
  /** That program, in this process: it is loaded when it is first needed, and other threads write the pages (portal-writer). */
  portal(): Portal;
  /** Where that program lies. */
  program: string;
  /** The offline verifier, one page by itself. */
  verifier?: string | undefined;
}

interface ManifestEntry {
  file: string;
  css?: string[];
  /** Keys of what it shares with other entries. */
  imports?: string[];
}

/** Style sheets of an entry and of what it shares, the shared ones first: the builder decides anew with each change which they are. */
function stylesOf(manifest: Record<string, ManifestEntry>, key: string): string[] {
  const { css = [], imports = [] } = manifest[key]!;
  return [...new Set([...imports.flatMap((one) => stylesOf(manifest, one)), ...css.map((file) => `/${file}`)])];
}

const PORTAL = 'src/workspaces/portal/client.ts';

/** The folder of this checkout, whether this file runs compiled or as source. */
function top(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  return dirname(folder) === folder ? folder : top(dirname(folder));
}

/** undefined when the web was not built: the interfaces work without it. */
export function readBuilt(from = join(top(__dirname), 'dist/web')): Built | undefined {
  const client = join(from, 'client');
  const program = join(from, 'server/portal.cjs');
  if (!existsSync(join(client, 'manifest.json')) || !existsSync(program)) return undefined;
  const manifest = JSON.parse(readFileSync(join(client, 'manifest.json'), 'utf8')) as Record<string, ManifestEntry>;
  const entry = manifest[PORTAL]!;
  const verifier = join(from, '../verifier/verifier.html');
  return {
    client,
    portal: () => (require(program) as { portal: Portal }).portal,
    program,
    verifier: existsSync(verifier) ? readFileSync(verifier, 'utf8') : undefined,
    shell: readFileSync(join(client, 'index.html'), 'utf8'),
    assets: { script: `/${entry.file}`, style: stylesOf(manifest, PORTAL) },
  };
}
