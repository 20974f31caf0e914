import { join, resolve } from 'node:path';
import { type Config, SettingError } from '../config';
import { FileStorage } from './file-storage';
import type { Storage } from './storage';

/** The storage that the settings name: a folder of DATA_DIR, or what STORAGE_URL points to. */
export async function openStorage(config: Config, durable: boolean): Promise<Storage> {
  const { STORAGE_URL: url, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = config;
  if (!url) return new FileStorage(join(resolve(config.DATA_DIR), 'files'), config.UPLOAD_LIMIT_MB, durable);
  if (!accessKeyId || !secretAccessKey) throw new SettingError('STORAGE_URL: 缺少 AWS_ACCESS_KEY_ID 或 AWS_SECRET_ACCESS_KEY / needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY beside it.');
  const { openS3 } = await import('./s3-storage.js'); // the library is large: a start without it does not wait for it
  return openS3(url, { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }, config.UPLOAD_LIMIT_MB);
}
