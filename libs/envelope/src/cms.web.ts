import { writeAttributes, writeSignedData } from './cms-write';
import { certificateFields, digestFor, sha256, type WebSigner } from './crypto.web';

/** A detached CMS signature (CAdES-BES) over `content`, DER; byte for byte of the same form as `signDetached` of the Node half. */
export async function signDetachedWeb(content: Uint8Array, signer: WebSigner, signingTime: Date): Promise<Uint8Array> {
  const fields = certificateFields(signer.certificatePem);
  const attributes = writeAttributes({ digest: digestFor(fields, content), signingTime, certificateHash: sha256(fields.der) });
  const chain = (signer.chainPem ?? []).map((pem) => certificateFields(pem).der);
  return writeSignedData({ signer: fields, chain, attributes, signature: await signer.sign(attributes) });
}
