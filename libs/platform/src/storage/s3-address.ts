import { withoutEnd } from '@kernel';
import { SettingError } from '../config';

export interface S3Address {
  bucket: string;
  /** Ends with a slash, or is empty. */
  prefix: string;
  region: string;
  endpoint?: string;
}

const KNOWN = new Set(['endpoint', 'region']);

/** `s3://bucket/prefix?endpoint=http://host:9000&region=cn-north-1`. Throws SettingError on what it does not know. */
export function s3Address(url: string): S3Address {
  const { hostname: bucket, pathname, searchParams, username, password } = new URL(url);
  const unknown = [...searchParams.keys()].filter((name) => !KNOWN.has(name));
  const endpoint = searchParams.get('endpoint') ?? undefined;
  if (!bucket || username || password || unknown.length > 0 || (endpoint !== undefined && !/^https?:\/\/[^/@]+\/?$/.test(endpoint)))
    throw new SettingError('STORAGE_URL: 应为 / should be s3://bucket/prefix?endpoint=https://host&region=name');
  const prefix = withoutEnd(pathname, '/').replace(/^\/+/, '');
  return { bucket, prefix: prefix && `${prefix}/`, region: searchParams.get('region') ?? 'us-east-1', ...(endpoint ? { endpoint } : {}) };
}
