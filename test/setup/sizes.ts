/** How much of a thing is tried: in `npm test`, and in `npm run test:long`. Any can be set by its name. */
const SIZES = {
  /** Documents of every kind, changed at random. */
  MUTATIONS: [5_000, 100_000],
  /** Packages of evidence, changed at random. */
  EVIDENCE_CHANGES: [100, 800],
  /** Edits of the database by its owner, which the offline verifier has to find. */
  EDITS: [40, 1_000],
  /** MiB of one bid that is cut fifty times. */
  UPLOAD_MB: [192, 5_120],
  /** Refused acts whose sender goes away. */
  TRACES: [2_000, 10_000],
  /** Kills of a server while bids come: some three seconds each. */
  KILLS: [6, 200],
} as const;

export const sizeOf = (name: keyof typeof SIZES): number => Number(process.env[name] ?? SIZES[name][process.env['LONG'] === '1' ? 1 : 0]);
