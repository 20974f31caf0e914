import type { IncomingMessage } from 'node:http';
import { isIP, type Socket } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';
import ipaddr from 'ipaddr.js';

/** What the portal asks of its own interfaces, in this process; no address on a wire has this form. */
export const SELF = 'self';
/** The connection was gone before anybody could ask it. */
const GONE = 'unknown';

const peers = new WeakMap<object, string>();

/** Notes at its start where a connection comes from: one that was reset does not say it any more. */
export function notePeer(socket: Socket): void {
  if (socket.remoteAddress) peers.set(socket, socket.remoteAddress);
}

/** Where a connection comes from: a proxy's address, where one stands between. */
export const peerOf = (socket: Socket): string => plain(peers.get(socket) ?? socket.remoteAddress ?? GONE);

/** 10.0.0.1 is one address, however it is written. */
const plain = (address: string): string => (isIP(address) ? ipaddr.process(address).toString() : address);

/** Whether a setting names an address or a range. */
export function isRange(text: string): boolean {
  try {
    return proxyAddr.compile(text) !== undefined;
  } catch {
    return false;
  }
}

export type AddressOf = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string;

/** Whether an address is one of the named proxies. */
export function proxyAmong(proxies: readonly string[]): (address: string) => boolean {
  if (proxies.length === 0) return () => false;
  const trust = proxyAddr.compile([...proxies]);
  return (address) => isIP(address) > 0 && trust(address, 0);
}

/** The headers by which proxies say for whom they ask. */
export const PROXY_HEADERS = ['x-forwarded-for', 'forwarded'] as const;
export type ProxyHeader = (typeof PROXY_HEADERS)[number];

/** An address as RFC 7239 writes it, without quotes, brackets and port: `"[2001:db8::1]:4711"`. */
function bareNode(node: string): string {
  const unquoted = node.trim().replaceAll('"', '');
  if (unquoted.startsWith('[')) return unquoted.slice(1, unquoted.indexOf(']'));
  return unquoted.includes('.') ? unquoted.split(':')[0]! : unquoted;
}

/** The `for` of one element of `Forwarded`; what has none says nothing of anybody. Quotes join nothing: a client's open quote must not swallow what the proxy wrote behind it. */
const forOf = (element: string): string => {
  const pair = element.split(';').find((one) => one.trim().toLowerCase().startsWith('for='));
  return pair ? bareNode(pair.trim().slice('for='.length)) : GONE;
};

/** What the proxies wrote, in the form of `X-Forwarded-For`. */
const SAID: Record<ProxyHeader, (headers: IncomingMessage['headers']) => string | undefined> = {
  'x-forwarded-for': (headers) => String(headers['x-forwarded-for'] ?? '') || undefined,
  forwarded: ({ forwarded }) => forwarded?.split(',').map(forOf).join(','),
};

/**
 * Who sent a request. What the one header says that the proxies write counts as far as the proxies that are named here handed it on, and not at all without them. The other
 * header never counts: a proxy that does not write it hands on what a stranger wrote.
 */
export function addressReader(proxies: readonly string[], header: ProxyHeader = 'x-forwarded-for'): AddressOf {
  const trust = proxyAmong(proxies);
  return ({ headers, socket }) => {
    const peer = peerOf(socket);
    const chain = SAID[header](headers);
    const said = proxyAddr({ headers: chain === undefined ? {} : { 'x-forwarded-for': chain }, socket: { remoteAddress: peer } } as IncomingMessage, trust);
    return said && isIP(said) ? plain(said) : peer;
  };
}

/** What is metered together: an address, and in IPv6 the /64 that one customer has. */
export function neighbourhood(address: string): string {
  if (isIP(address) !== 6) return address;
  const bytes = ipaddr.parse(address).toByteArray().slice(0, 8);
  return `${ipaddr.fromByteArray([...bytes, 0, 0, 0, 0, 0, 0, 0, 0]).toString()}/64`;
}
