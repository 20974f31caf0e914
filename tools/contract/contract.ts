import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { type Contract, contractOf } from './responses';

/** The two generated files: what routes answer, and the types that the web's client has from the whole description. */
export const CONTRACT_FILE = 'apps/api/src/contract.json';
export const CLIENT_FILE = 'apps/web/src/lib/api/schema.ts';

/** Answers that depend on which act was confirmed. */
const LOOSE = new Set(['ProposalController_confirm']);

const HEADER = `/**
 * Made from the interfaces' description by \`npm run contract\`; never edited by hand. A test fails when it is out of date.
 */
`;

/** What every route answers, read from the sources below \`top\`. */
export function readContract(top: string): Contract {
  const config = ts.readConfigFile(join(top, 'tsconfig.json'), (file) => readFileSync(file, 'utf8')) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, top);
  const controllers = readdirSync(join(top, 'libs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => join(top, 'libs', file))
    .filter((file) => readFileSync(file, 'utf8').includes('@Controller('))
    .sort();
  return contractOf(controllers, options, LOOSE);
}

export const textOf = (contract: Contract): string => `${JSON.stringify(contract, null, 1)}\n`;

/** The client's types, from an OpenAPI document. */
export async function clientTypes(document: unknown): Promise<string> {
  const { default: openapiTS, astToString } = await import('openapi-typescript');
  return HEADER + astToString(await openapiTS(document as never, { alphabetize: true }));
}

export const write = (top: string, file: string, text: string): void => writeFileSync(join(top, file), text);
