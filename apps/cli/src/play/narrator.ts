import { Refused } from './client';

/** Tells the demonstration step by step in plain words, Chinese first; every refusal with the article on which it rests. */
export class Narrator {
  #step = 0;
  readonly refused: { what: string; code: string; article: string; detail: string }[] = [];

  title(text: string): void {
    console.log(`\n${text}\n${'─'.repeat(78)}`);
  }

  say(zh: string, en: string): void {
    console.log(`   ${zh}\n     ${en}`);
  }

  step(zh: string, en: string, article?: string): void {
    this.#step += 1;
    console.log(`\n${String(this.#step).padStart(2)}. ${zh}${article ? `　〔${article}〕` : ''}\n    ${en}`);
  }

  done(zh: string): void {
    console.log(`    ✓ ${zh}`);
  }

  /** Runs what must be refused. Throws when the platform does it after all, or refuses for another reason. */
  async expectRefusal(what: string, code: string, attempt: () => Promise<unknown>): Promise<void> {
    try {
      await attempt();
    } catch (error) {
      if (!(error instanceof Refused) || error.problem.code !== code) throw error;
      const [violation] = error.problem.violations;
      const article = violation?.citation ?? '';
      console.log(`    ✗ 依法拒绝：${what}\n      ${violation?.detail}${article ? `\n      依据 ${article}` : ''}${violation?.next ? `\n      下一步：${violation.next}` : ''}`);
      this.refused.push({ what, code, article, detail: violation?.detail ?? '' });
      return;
    }
    throw new Error(`should have been refused: ${what}`);
  }

  table(head: string[], rows: string[][]): void {
    const width = (text: string) => [...text].reduce((sum, char) => sum + (char.charCodeAt(0) > 0x2e80 ? 2 : 1), 0);
    const widths = head.map((cell, i) => Math.max(width(cell), ...rows.map((row) => width(row[i] ?? ''))));
    const line = (cells: string[]) => `  ${cells.map((cell, i) => cell + ' '.repeat(widths[i]! - width(cell))).join('  ')}`;
    console.log(`\n${line(head)}\n  ${widths.map((n) => '─'.repeat(n)).join('  ')}`);
    for (const row of rows) console.log(line(row));
  }
}
