# syntax=docker/dockerfile:1
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Project files first, so that a change of the code does not restore every package again.
COPY Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig global.json ./
COPY Adit.Dicom/Adit.Dicom.csproj Adit.Dicom/
COPY Adit.Domain/Adit.Domain.csproj Adit.Domain/
COPY Adit.Infrastructure/Adit.Infrastructure.csproj Adit.Infrastructure/
COPY Adit.Web/Adit.Web.csproj Adit.Web/
RUN dotnet restore Adit.Web/Adit.Web.csproj

COPY Adit.Dicom/ Adit.Dicom/
COPY Adit.Domain/ Adit.Domain/
COPY Adit.Infrastructure/ Adit.Infrastructure/
COPY Adit.Web/ Adit.Web/
RUN dotnet publish Adit.Web/Adit.Web.csproj --no-restore --configuration Release --output /published

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS final
WORKDIR /app
COPY --from=build /published ./

# The folder that a volume covers belongs to the unprivileged user of the base image.
RUN mkdir -p /data && chown "$APP_UID" /data
USER $APP_UID
VOLUME /data

ENV ASPNETCORE_ENVIRONMENT=Production \
    ASPNETCORE_HTTP_PORTS="" \
    ASPNETCORE_URLS=http://0.0.0.0:8000 \
    DOTNET_EnableDiagnostics=0
# The pages, and the receiver for C-MOVE.
EXPOSE 8000 11112

# The base image has neither curl nor wget; its shell is enough to ask a web server one question.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8000 && printf 'GET /health/live HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r -t 4 line <&3 && [[ $line == *' 200 '* ]]"]

ENTRYPOINT ["dotnet", "adit.dll"]
CMD ["serve"]
