import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './sources';

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

function cruise(root: string): Violation[] {
  const command = join(ROOT, 'node_modules', '.bin', 'depcruise');
  const folders = ['apps', 'libs', 'migrations', 'test', 'bench', 'tools'].filter((folder) => existsSync(join(root, folder)));
  const run = spawnSync(command, ['--config', '.dependency-cruiser.cjs', '--preserve-symlinks', '--output-type', 'json', ...folders], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return (JSON.parse(run.stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

const told = ({ rule, from, to }: Violation) => `${rule.name}: ${from} -> ${to}`;

const own = cruise(ROOT).map(told);

test('the tree keeps the rules', () => {
  expect(own).toEqual([]);
});

/** [file, what it imports, the rule that forbids it] */
const PLANTS: [string, string, string][] = [
  ['libs/kernel/src/p1.ts', '@law', 'kernel-imports-nothing'],
  ['libs/kernel/src/p2.ts', 'node:fs', 'kernel-law-and-procedure-are-pure'],
  ['libs/law/src/p1.ts', '@platform/db', 'law-leans-on-kernel'],
  ['libs/law/src/p2.ts', 'zod', 'kernel-law-and-procedure-are-pure'],
  ['libs/envelope/src/p1.ts', 'node:net', 'envelope-is-pure'],
  ['libs/envelope/src/p2.ts', '@law', 'envelope-leans-on-kernel'],
  ['libs/scoring/src/p1.ts', 'typeorm', 'scoring-is-pure'],
  ['libs/scoring/src/p2.ts', 'node:crypto', 'scoring-is-pure'],
  ['libs/draw/src/p1.ts', '@nestjs/common', 'draw-is-pure'],
  ['libs/draw/src/p2.ts', 'node:fs', 'draw-is-pure'],
  ['libs/platform/src/p1.ts', '@domain/tender', 'platform-leans-on'],
  ['libs/platform/src/p2.ts', '@envelope', 'platform-leans-on'],
  ['libs/platform/src/p3.ts', '@test/setup/database', 'nothing-ships-tests'],
  ['libs/platform/src/p4.ts', 'fast-check', 'no-dev-packages'],
  ['libs/platform/src/p5.ts', './nowhere', 'no-unresolved'],
  ['libs/platform/src/p6.ts', './db/thing.fixtures', 'nothing-ships-specs'],
  ['libs/domain/src/tender/p1.ts', '@domain/bidding', 'order-tender'],
  ['libs/domain/src/opening/p1.ts', '@domain/experts', 'order-opening'],
  ['libs/domain/src/bidding/p1.ts', '@domain/tender/tender.entity', 'modules-by-their-door'],
  ['libs/domain/src/bidding/p2.ts', '../tender/tender.entity', 'modules-by-their-door'],
  ['libs/domain/src/bidding/p3.spec.ts', '../tender/tender.entity', 'specs-stay-at-home'],
  ['libs/domain/src/bidding/p4.ts', '../../../../apps/api/src/p1', 'domain-leans-on'],
  ['libs/domain/src/newcomer/p1.ts', '@kernel', 'modules-are-known'],
  ['apps/api/src/p1.ts', '@domain/tender/tender.entity', 'apps-by-the-door'],
  ['apps/verifier/src/p1.ts', '@envelope', 'verifier-stands-alone'],
  ['apps/verifier/src/p2.ts', '../../web/src/lib/format', 'verifier-stands-alone'],
  ['apps/verifier/src/p3.ts', 'node:net', 'verifier-needs-little'],
  ['apps/verifier/src/p4.ts', 'zod', 'verifier-needs-little'],
  ['apps/verifier/src/p5.ts', 'node:fs', 'verifier-page-without-node'],
  ['apps/cli/src/p1.ts', '../../verifier/src/verify', 'nobody-leans-on-the-verifier'],
  ['libs/kernel/src/p3.ts', './p3', 'no-cycles'],
];

describe('negative control: a forbidden import planted in a copy is found', () => {
  let copy: string;
  let found: Violation[];

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'imports-spec-'));
    for (const part of ['apps', 'libs', 'migrations', 'test', 'bench', 'tools', 'tsconfig.json', 'package.json', '.dependency-cruiser.cjs'])
      cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    for (const [file, target] of PLANTS) {
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      writeFileSync(join(copy, file), 'export {};\n');
      appendFileSync(join(copy, file), `import '${target}';\n`);
    }
    found = cruise(copy);
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test.each(PLANTS)('%s importing %s breaks %s', (file, _target, rule) => {
    expect(found.filter((violation) => violation.from === file).map((violation) => violation.rule.name)).toContain(rule);
  });

  test('and nothing else is', () => {
    expect(found.filter(({ from }) => !PLANTS.some(([file]) => file === from)).map(told)).toEqual(own);
  });
});
