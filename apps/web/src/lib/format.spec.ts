import { bytes, dateTime, money, parseMoney, percent, remaining, stamp, wan, yuan } from './format';

describe('what people read', () => {
  it.each([
    ['123456789', '1,234,567.89', '123.456789'],
    ['5', '0.05', '0.000005'],
    ['100000000', '1,000,000.00', '100'],
    ['-1234567', '-12,345.67', '-1.234567'],
    ['9007199254740993', '90,071,992,547,409.93', '9,007,199,254.740993'],
  ])('%s fen is %s yuan, %s ten-thousands', (fen, asYuan, asWan) => {
    expect([yuan(fen), wan(fen)]).toEqual([asYuan, asWan]);
  });

  it('shows both units in both languages', () => {
    expect(money('123456789', 'zh')).toBe('¥1,234,567.89（123.456789 万元）');
    expect(money('123456789', 'en')).toBe('¥1,234,567.89 (123.456789 × 10,000)');
  });

  it.each([
    ['1,234.5', 'yuan', '123450'],
    ['￥１２３．４５', 'yuan', '12345'],
    ['12.345678', 'wan', '12345678'],
    ['0', 'yuan', '000'.replace(/^0+(?=\d)/, '')],
    ['12,345,678.9', 'yuan', '1234567890'],
    ['1,234,56', 'yuan', undefined],
    ['1000,5', 'yuan', undefined],
    ['1,23', 'yuan', undefined],
    ['1,2345', 'yuan', undefined],
    [',123', 'yuan', undefined],
    ['1.234', 'yuan', undefined],
    ['-5', 'yuan', undefined],
    ['1e5', 'yuan', undefined],
    ['', 'yuan', undefined],
  ] as const)('%s typed in %s is %s fen', (text, unit, fen) => {
    expect(parseMoney(text, unit)).toBe(fen);
  });

  it('tells Beijing time on any device', () => {
    expect(dateTime('2026-12-15T01:30:00Z', 'zh')).toBe('2026年12月15日 09:30（北京时间）');
    expect(dateTime('2026-12-15T01:30:07Z', 'zh', true)).toBe('2026年12月15日 09:30:07（北京时间）');
    expect(dateTime('2026-12-15T01:30:07Z', 'en', true)).toBe('15 Dec 2026, 09:30:07 (UTC+8)');
    expect(dateTime('2026-12-15T01:30:00Z', 'en')).toBe('15 Dec 2026, 09:30 (UTC+8)');
    expect(stamp('2026-12-31T16:00:00Z')).toBe('2027-01-01 00:00');
  });

  it('counts down in days, then in seconds, never below zero', () => {
    const day = 86_400_000;
    expect(remaining(12 * day + 4 * 3_600_000, 'zh')).toBe('12 天 4 小时');
    expect(remaining(2 * day, 'zh')).toBe('48:00:00');
    expect(remaining(61_999, 'en')).toBe('00:01:01');
    expect(remaining(-5, 'en')).toBe('00:00:00');
  });

  it('writes sizes and shares', () => {
    expect([bytes(0), bytes(999), bytes(1500), bytes(186_000_000), bytes(5e9)]).toEqual(['0 B', '999 B', '1.5 KB', '186 MB', '5.0 GB']);
    expect([percent('0.1234'), percent('1.0000'), percent('-0.0005'), percent('0')]).toEqual(['12.34%', '100.00%', '-0.05%', '0.00%']);
  });
});
