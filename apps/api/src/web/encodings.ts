export type Encoding = 'br' | 'gzip';

/** Whether a browser takes what is packed so: it names it, and not with the weight 0, which refuses it (RFC 9110, 12.5.3). */
export const takes = (accepted: string | undefined, encoding: Encoding): boolean =>
  (accepted ?? '')
    .toLowerCase()
    .split(',')
    .map((one) => one.split(';').map((part) => part.trim()))
    .some(([name, ...weights]) => name === encoding && !weights.some((weight) => weight.startsWith('q=') && Number(weight.slice(2)) === 0));
