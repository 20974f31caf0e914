/** A progress bar on a terminal; on anything else a line every tenth. */
export class Progress {
  #done = 0;
  #told = 0;
  readonly #started = Date.now();

  constructor(private readonly total: number) {}

  step(): void {
    this.#done += 1;
    const share = this.#done / this.total;
    if (process.stdout.isTTY) process.stdout.write(`\r${this.#bar(share)}`);
    else if (Math.floor(share * 10) > this.#told) {
      this.#told = Math.floor(share * 10);
      console.log(this.#bar(share));
    }
  }

  end(): void {
    if (process.stdout.isTTY) process.stdout.write('\n');
  }

  #bar(share: number): string {
    const seconds = (Date.now() - this.#started) / 1000;
    const left = share > 0 ? Math.round(seconds / share - seconds) : 0;
    return `[${'█'.repeat(Math.round(share * 30)).padEnd(30, '·')}] ${String(Math.floor(share * 100)).padStart(3)}%  已用 ${Math.round(seconds)} 秒，约剩 ${left} 秒 `;
  }
}
