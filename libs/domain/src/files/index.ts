export { Collection } from './collection.service';
export { Contents, type Hold } from './contents.service';
export { stalls } from './stalls';
export { FilesModule } from './files.module';
export { type FileInfo, FilesService } from './files.service';
