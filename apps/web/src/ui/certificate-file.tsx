import { readPem, writePem } from '@envelope-web';
import { useId } from 'react';

/** A certificate file as the interfaces take it: PEM, also where the authority publishes DER. */
export async function pemOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  const [found] = readPem(text).filter(({ label }) => label === 'CERTIFICATE');
  return found || text.startsWith('-----') ? text.trim() : writePem('CERTIFICATE', bytes);
}

export function FileField({ label, help, accept, onFile }: { label: string; help: string; accept: string; onFile: (file: File | undefined) => void }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <p className="help">{help}</p>
      <input id={id} type="file" accept={accept} onChange={(event) => onFile(event.target.files?.[0])} />
    </div>
  );
}
