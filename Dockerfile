# Kernelwalk for a class: the app's processes behind nginx, as `make serve` starts them. See docs/deploy.md.
FROM python:3.13-slim

RUN apt-get update \
    && apt-get install --yes --no-install-recommends nginx-light \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /kernelwalk
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

COPY .streamlit .streamlit
COPY assets assets
COPY conv conv
COPY pages pages
COPY app.py .

RUN python -m compileall -q conv pages app.py && useradd --system kernelwalk
USER kernelwalk
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/_stcore/health', timeout=5)"]
CMD ["python", "-m", "conv.ui.serving", "--address", "0.0.0.0", "--port", "8080"]
