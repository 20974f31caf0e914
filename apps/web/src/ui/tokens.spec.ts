import { dark, light, type Palette, tokensCss } from './tokens';

const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const luminance = (hex: string) => {
  const [r, g, b] = [1, 3, 5].map((at) => channel(Number.parseInt(hex.slice(at, at + 2), 16) / 255)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
/** WCAG 2.2: relative luminance, 1.4.3. */
const contrast = (one: string, other: string) => {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

type Name = Exclude<keyof Palette, 'charts'>;
const TEXT: readonly (readonly [text: Name, grounds: readonly Name[]])[] = [
  ['text', ['layout', 'container', 'elevated', 'hover', 'selected', 'errorBg']],
  ['textSecondary', ['layout', 'container', 'hover', 'errorBg']],
  ['textTertiary', ['layout', 'container']],
  ['placeholder', ['container', 'layout', 'selected']],
  ['primary', ['layout', 'container', 'hover']],
  ['onPrimary', ['primary', 'primaryHover']],
  ['success', ['successBg', 'container']],
  ['warning', ['warningBg', 'container', 'layout']],
  ['error', ['errorBg', 'container']],
  ['info', ['infoBg', 'container']],
  ['neutral', ['neutralBg', 'container']],
  ['held', ['heldBg']],
  ['demo', ['demoBg']],
];

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_, palette) => {
  it.each(TEXT.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground] as const)))('%s on %s can be read (4.5 : 1)', (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['border', 'focus'] as const)('%s can be seen beside its grounds (3 : 1)', (line) => {
    for (const ground of ['container', 'layout'] as const) expect(contrast(palette[line], palette[ground])).toBeGreaterThanOrEqual(3);
  });
});

test('a pair that cannot be read is found', () => {
  expect(contrast('#1677FF', '#FFFFFF')).toBeLessThan(4.5); // the blue that Ant Design brings along
  expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
});

test('the page’s variables follow the system’s wish and a person’s choice', () => {
  const css = tokensCss();
  expect(css).toContain(`--tp-primary-hover:${light.primaryHover}`);
  expect(css).toContain(`:root[data-theme=dark]{color-scheme:dark;`);
  expect(css).toContain('@media (prefers-color-scheme:dark){:root:not([data-theme=light])');
});
