import { Controller, Put, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isDocumentName } from '@kernel';
import { Allow, By } from '@platform/auth';
import type { Caller } from '@platform/db';
import { knownAs, line, sizeOf, uploadOf } from '@platform/http';
import { FilesService } from './files.service';

const UNFIT =
  '不能作为文件名：不得含有路径或 \\ / : * ? " < > |，不得以句点结尾，不得为程序、脚本或网页（如 .exe、.lnk、.html）；多个文件请打包为 .zip / is no name for a document: no path, none of \\ / : * ? " < > |, no full stop at its end, and no program, script or web page (.exe, .lnk, .html); put several files into one .zip';

const Name = z.strictObject({
  name: knownAs(line(200).refine(isDocumentName, UNFIT), 'fileName'),
  mediaType: z
    .string()
    .max(127)
    .regex(/^[\w.+-]+\/[\w.+-]+$/, '应为 application/pdf 形式的格式 / must be a type such as application/pdf')
    .default('application/octet-stream'),
});

@Controller('api/files')
export class FilesController {
  constructor(private readonly files: FilesService) {}

  @Put()
  @Allow('file.upload', { takes: 'stream' })
  upload(@By() caller: Caller, @Query({ schema: Name }) query: z.infer<typeof Name>, @Req() request: FastifyRequest) {
    return this.files.upload(caller, { ...query, size: sizeOf(request) }, uploadOf(request));
  }
}
