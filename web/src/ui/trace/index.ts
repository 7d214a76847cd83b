export { FigureLink } from './FigureLink';
export { Trace } from './Trace';
export { TraceDrawer } from './TraceDrawer';
export { splitUrl, type Traced } from './model';
