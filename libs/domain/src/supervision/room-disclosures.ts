import { ROOM_EVENTS } from '../rooms';
import { type Info, INFOS, type Letter, type Phase, PROCEDURES, seesAnywhere } from '@procedure';

/** Everybody whom the room ever admits: who comes later hears from the first event on. */
const admitted = (room: Info): Letter[] => [...new Set(PROCEDURES.flatMap(({ sight }) => [...Object.values(sight[room].cells).join('')]))] as Letter[];

/** What rooms tell that not all who are admitted may know when it is said: `<event> <member>: <letters that may not>`. Empty, or the server does not start. */
export function untellable(events: typeof ROOM_EVENTS = ROOM_EVENTS): string[] {
  const faults = (room: string, what: string, info: string, at: string) => {
    if (!(INFOS as string[]).includes(info)) return [`${what}: no row ${info} in SIGHT`];
    const blind = admitted(room as Info).filter((letter) => !seesAnywhere(info as Info, at as Phase, new Set([letter])));
    return blind.length ? [`${what}: ${blind.join('')}`] : [];
  };
  return Object.entries(events).flatMap(([room, rows]) =>
    Object.entries(rows).flatMap(([type, { at, tells, payload }]) => [['itself', tells] as const, ...Object.entries(payload)].flatMap(([member, info]) => faults(room, `${type} ${member}`, info, at))),
  );
}
