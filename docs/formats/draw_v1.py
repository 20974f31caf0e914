#!/usr/bin/env python3
"""Checks a published draw/v1 record (docs/formats/draw-v1.md) with the standard library only: python3 draw_v1.py record.json"""
import hashlib, hmac, json, sys

def sha(data): return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()

def demand(holds, what):
    if not holds: raise ValueError(what)

def permutation(seed, n):
    moved, c = {}, 0
    for i in range(n):
        m = n - i
        while True:
            u = int.from_bytes(hmac.new(bytes.fromhex(seed), c.to_bytes(8, 'big'), 'sha256').digest()[:8], 'big'); c += 1
            if u < 2**64 - 2**64 % m: break
        j = i + u % m
        taken = moved.get(j, j); moved[j] = moved.get(i, i)
        yield taken

def walk(p):
    r = json.loads(p['rules']); pool = [line.split('\t') for line in p['lines'].split('\n')[:-1]]
    order, walked = permutation(p['seed'], len(pool)), []
    def people():
        for i in range(len(pool)):
            if i == len(walked): walked.append(pool[next(order)])
            yield walked[i]
    seats, drawn, last, steps = [], set(), {}, []                     # seats: [person, specialty of the need]
    is_open = lambda need: sum(s[1] == need['specialty'] for s in seats) < need['count']
    def judge(x):
        fits = [n for n in r['needs'] if any(code.startswith(n['specialty']) for code in x[1].split(','))]
        if not fits: return 'specialty'
        if x[0] in r['avoid'] or x[2] in r['avoidEmployers']: return 'avoid'
        free = [n for n in fits if is_open(n)]
        if not free: return 'filled'
        if sum(s[0][2] == x[2] for s in seats) >= r['maxPerEmployer']: return 'employer-limit'
        home = sum(s[0][3] == r['homeLibrary'] for s in seats)
        if x[3] == r['homeLibrary'] and home + 1 > sum(n['count'] for n in r['needs']) - r['awayMin']: return 'home-quota'
        return free[0]
    for gone in [None] + p['declined']:
        if gone is not None:
            demand(any(s[0][0] == gone for s in seats), 'declined without being drawn')
            seats[:] = [s for s in seats if s[0][0] != gone]; steps.append([gone, 'declined'])
        for x in people():
            if not any(map(is_open, r['needs'])): break
            if x[0] in drawn: continue
            why = judge(x)
            if isinstance(why, dict): seats.append([x, why['specialty']]); drawn.add(x[0]); steps.append([x[0], 'drawn']); continue
            if last.get(x[0]) != why: steps.append([x[0], why])
            last[x[0]] = why
    return steps, [s[0][0] for s in seats]

def verify(p):
    value = 'values' in p
    listing, rules = (''.join(v + '\n' for v in p['values']), p['name']) if value else (p['lines'], p['rules'])
    seed = '\n'.join(['draw/v1/seed', p['drawId'], sha(listing), sha(rules)] + [f'{k}:{p["reveals"][k]}' for k in sorted(p['reveals'], key=str.encode)]) + f'\nbeacon:{p["beacon"]}\n'
    demand(p['format'] == 'draw/v1' and sha(listing) == p['listHash'] and sha(rules) == p['rulesHash'], 'list or rules')
    demand(p['reveals'] and set(p['commitments']) == set(p['reveals']), 'parties')
    for k, r in p['reveals'].items(): demand(sha(f'draw/v1/commit\n{p["drawId"]}\n{k}\n'.encode() + bytes.fromhex(r)) == p['commitments'][k], 'commitment of ' + k)
    demand(sha(seed) == p['seed'], 'seed')
    lines = listing.split('\n')[:-1]
    demand(value or (lines == sorted(lines, key=str.encode) and len({x.split('\t')[0] for x in lines}) == len(lines)), 'form of the list')
    if value: i = next(permutation(p['seed'], len(p['values']))); demand((i, p['values'][i]) == (p['index'], p['value']), 'result')
    else: demand(walk(p) == (p['steps'], p['picked']), 'walk or result')

if __name__ == '__main__':
    try: verify(json.load(open(sys.argv[1], encoding='utf-8'))); print('holds')
    except (ValueError, KeyError, IndexError, TypeError) as error: print('does not hold:', error); sys.exit(1)
