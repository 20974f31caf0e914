import { certificateRequest, createKeyPair } from './index';
import { crossCheck, inFolder, run, USCC } from './envelope.fixtures';

describe('requests for certificates', () => {
  crossCheck('openssl', 'openssl reads and verifies them, names and key', () => {
    for (const kind of ['rsa-2048', 'p-256', 'sm2'] as const) {
      const pem = certificateRequest({ commonName: '临衡水务', organisation: '临衡水务有限公司', serialNumber: USCC }, createKeyPair(kind).privateKeyPem);
      inFolder({ 'r.csr': pem }, (folder) => {
        const distid = kind === 'sm2' ? ['-vfyopt', 'distid:1234567812345678'] : [];
        expect(run(folder, 'openssl', 'req', '-in', 'r.csr', '-verify', ...distid, '-noout', '-subject', '-nameopt', 'utf8')).toContain(USCC);
      });
    }
  });
});
