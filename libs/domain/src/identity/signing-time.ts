import { refuse } from '@kernel';
import type { VerifiedSignature } from '@envelope';
import { R } from './identity.refusals';

/** How far the time that a signer states may lie from the platform's, either way, ms. The verifier has the same number (docs/formats/signature.md). */
export const SIGNING_TOLERANCE_MS = 60 * 60_000;

/**
 * Of what is signed before the platform: now is when it was signed, give or take a clock that is a little off. Whoever checks it elsewhere has the stated time to go by, so
 * that has to be true, and a time at which the certificate was valid; else one of two signers alone makes what both signed worthless, or signs as of a day when he still could.
 */
export function assertSignedNow({ certificate, signingTime }: VerifiedSignature, now: Date): void {
  const { notBefore, notAfter } = certificate;
  const times = { stated: signingTime.toISOString(), now: now.toISOString() };
  if (Math.abs(signingTime.getTime() - now.getTime()) > SIGNING_TOLERANCE_MS) refuse(R.signingTimeOff({ ...times, minutes: SIGNING_TOLERANCE_MS / 60_000 }, '/signature'));
  if (signingTime < notBefore || signingTime > notAfter) refuse(R.signingTimeOutside({ ...times, notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() }, '/signature'));
}
