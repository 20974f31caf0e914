import { refuse } from '@kernel';
import { utf8 } from './bytes';
import { canonicalJson, type Json, NotCanonicalError, parseCanonical } from './canonical';
import { type Trust, verifyChain } from './chain.node';
import { type SigningOptions, signDetached, type VerifiedSignature, verifyDetached } from './cms.node';
import { R } from './envelope.refusals';

/** A JSON document with a detached CMS signature over its canonical bytes. */
export interface SignedStatement {
  readonly text: string;
  readonly signature: Uint8Array;
}

export interface VerifiedStatement extends VerifiedSignature {
  readonly value: Json;
}

export function signStatement(value: Json, signer: SigningOptions): SignedStatement {
  const text = canonicalJson(value);
  return { text, signature: signDetached(utf8(text), signer) };
}

/** With `trust`, also that the signer's certificate leads to a root at that time; without it, only that the signature holds. */
export function verifyStatement(text: string, cms: Uint8Array, trust?: Trust): VerifiedStatement {
  const value = read(text);
  const verified = verifyDetached(cms, utf8(text));
  if (trust) verifyChain(verified.certificate, { ...trust, intermediates: [...verified.intermediates, ...(trust.intermediates ?? [])] });
  return { value, ...verified };
}

function read(text: string): Json {
  try {
    return parseCanonical(text);
  } catch (error) {
    if (error instanceof NotCanonicalError || error instanceof SyntaxError) return refuse(R.statementMalformed({ reason: error.message.slice(0, 100) }));
    throw error;
  }
}

export const RECEIPT_FORMAT = 'tianping/receipt/1';

export interface Receipt {
  /** Canonical JSON, with `format` telling it from every other signed statement. */
  readonly body: string;
  readonly signature: Uint8Array;
}

/** The receipt that O20 27 asks for at once: `format` is added to the body, so that no other signed text passes for a receipt. */
export function makeReceipt(body: { readonly [name: string]: Json }, signer: SigningOptions): Receipt {
  const { text, signature } = signStatement({ ...body, format: RECEIPT_FORMAT }, signer);
  return { body: text, signature };
}

export interface VerifiedReceipt extends VerifiedSignature {
  readonly value: { readonly [name: string]: Json };
}

export function verifyReceipt({ body, signature }: Receipt, trust?: Trust): VerifiedReceipt {
  const { value, ...verified } = verifyStatement(body, signature, trust);
  const members = typeof value === 'object' && !Array.isArray(value) ? (value as VerifiedReceipt['value'] | null) : null;
  if (members?.['format'] !== RECEIPT_FORMAT) return refuse(R.statementMalformed({ reason: `format ≠ ${RECEIPT_FORMAT}` }));
  return { ...verified, value: members };
}
