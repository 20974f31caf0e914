import { resolve } from 'node:path';
import { type BuildEnvironmentOptions, defineConfig, type Plugin } from 'vite';
import { tokensCss } from './src/ui/tokens';

const here = import.meta.dirname;
const libs = resolve(here, '../../libs');

/** `virtual:tokens.css` is what ui/tokens.ts says, for pages that load no script. */
const tokens: Plugin = {
  name: 'tokens',
  resolveId: (id) => (id === 'virtual:tokens.css' ? '\0tokens.css' : undefined),
  load: (id) => (id === '\0tokens.css' ? tokensCss() : undefined),
};

/** What every workspace needs stands in one file that the browser keeps; each workspace adds its own. */
const chunkOf = (id: string): string | undefined => {
  if (/node_modules\/(react|react-dom|scheduler|react-router|@tanstack|i18next|react-i18next)\//.test(id)) return 'react';
  return undefined;
};

/** `"use client"` marks files for frameworks that render on a server; this bundle has no such border, so the note about it says nothing. sm-crypto-v2 names Node's crypto and uses it only in Node. */
const onLog: NonNullable<NonNullable<BuildEnvironmentOptions['rolldownOptions']>['onLog']> = (level, log, tell) => {
  if (log.code !== 'MODULE_LEVEL_DIRECTIVE' && !/sm-crypto-v2/.test(log.message ?? '')) tell(level, log);
};

const alias = { '@kernel': resolve(libs, 'kernel/src/index.ts'), '@envelope-web': resolve(libs, 'envelope/src/web.ts'), '@web': resolve(here, 'src') };

/** Two builds: the browser's files, and with `--mode portal` the program with which the server writes the portal's pages. */
export default defineConfig(({ mode }) => ({
  root: here,
  resolve: { alias },
  plugins: [tokens],
  oxc: { jsx: { runtime: 'automatic' as const } },
  worker: { format: 'es' as const },
  logLevel: 'warn' as const,
  build:
    mode === 'portal'
      ? {
          ssr: resolve(here, 'src/workspaces/portal/server.tsx'),
          outDir: resolve(here, '../../dist/web/server'),
          emptyOutDir: true,
          copyPublicDir: false,
          target: 'node20',
          rolldownOptions: { onLog, output: { format: 'cjs' as const, entryFileNames: 'portal.cjs' } },
        }
      : {
          outDir: resolve(here, '../../dist/web/client'),
          emptyOutDir: true,
          target: 'es2022',
          manifest: 'manifest.json',
          modulePreload: { polyfill: false },
          assetsInlineLimit: 0, // the content security policy allows no data: scripts or styles
          chunkSizeWarningLimit: 1500,
          rolldownOptions: {
            onLog,
            input: { workspace: resolve(here, 'index.html'), portal: resolve(here, 'src/workspaces/portal/client.ts') },
            output: { manualChunks: chunkOf },
          },
        },
}));
