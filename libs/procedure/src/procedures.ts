import { WORKS_OPEN } from './sets/works-open';

/** Every procedure that the platform runs. A new one stands here, and nothing else lists it. */
export const PROCEDURES = [WORKS_OPEN] as const;
