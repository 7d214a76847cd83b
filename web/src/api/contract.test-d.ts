import { proven, type Agrees } from './contract';

// A field that the server does not have, and one of another kind, must not compile.
// @ts-expect-error `nickname` is not on the wire
proven<Agrees<{ account: { nickname: string } }, 'SessionBrief'>>();
// @ts-expect-error `year` is a number
proven<Agrees<{ server: { year: string } }, 'SessionBrief'>>();
